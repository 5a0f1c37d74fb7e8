const ru = {
  title: 'Выгрузить',
  what: 'Что выгрузить',
  format: 'Формат',
  formats: { xlsx: 'Excel (.xlsx)', csv: 'CSV' },
  delimiter: 'Разделитель',
  delimiters: { semicolon: 'точка с запятой', comma: 'запятая', tab: 'табуляция' },
  encoding: 'Кодировка',
  encodings: { 'utf-8': 'UTF-8', 'windows-1251': 'windows-1251' },
  narrow:
    'В windows-1251 нет эмодзи и букв других алфавитов: вместо них в файле будет номер знака, например &#x1f600;. Горн прочтёт его обратно.',
  note: 'Выгружаются записи, которые видите вы, с условиями списка. Файл можно загрузить обратно без потерь. Выгрузка видна в истории.',
  download: 'Скачать файл',
}
const en: typeof ru = {
  title: 'Export',
  what: 'What to export',
  format: 'Format',
  formats: { xlsx: 'Excel (.xlsx)', csv: 'CSV' },
  delimiter: 'Delimiter',
  delimiters: { semicolon: 'semicolon', comma: 'comma', tab: 'tab' },
  encoding: 'Encoding',
  encodings: { 'utf-8': 'UTF-8', 'windows-1251': 'windows-1251' },
  narrow:
    'windows-1251 has no emoji and few foreign letters: the file holds their number instead, such as &#x1f600;. Gorn reads it back.',
  note: 'The file holds what you can see, under the conditions of the list. It can be imported again without loss. The history shows the export.',
  download: 'Download the file',
}
export const exportTexts = { ru, en }
