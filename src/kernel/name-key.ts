const legalForms = new Set(
  'ооо оао зао пао ао нао ип чп тоо одо гуп муп фгуп нко ано пк кфх llc ltd inc corp co gmbh ag sa sas srl spa bv nv oy ab plc limited company ooo zao oao'.split(
    ' ',
  ),
)

/**
 * What makes two spellings of a name one: lower case, ё as е, without quotes, punctuation and legal forms.
 * «ООО "Бетон-Дон"» and «Бетон Дон, ООО» both give «бетон дон». A name of nothing else keeps its words, one without letters itself.
 */
export function nameKey(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  const kept = words.filter((word) => !legalForms.has(word))
  return (kept.length > 0 ? kept : words).join(' ') || name.trim().toLowerCase()
}
