type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  valueNotOfQuestion: () => 'Такой ответ не подходит к вопросу. Выберите из тех, что под ним.',
  dayPassed: () => 'Этот день прошёл. Выберите сегодня или позже.',
  whoMissing: () => 'Непонятно, кто это. Напишите имя, телефон или почту.',
  oneOfTwo: () => 'Откладывают либо сделку, либо клиента: укажите одно.',
  dealOver: () => 'Сделка закрыта: в ней никто никого не ждёт.',
  notC: () => 'День проверки ставят только лиду C. Откройте сделку: категория сменилась.',
  hoursDisordered: () => 'Рабочий день кончается раньше, чем начинается. Поправьте часы.',
}
export const en: typeof ru = {
  valueNotOfQuestion: () => 'This is no answer to the question. Choose one of those below it.',
  dayPassed: () => 'This day has passed. Choose today or later.',
  whoMissing: () => 'It is not clear who this is. Write a name, a phone or an e-mail.',
  oneOfTwo: () => 'Either a deal or a client is put off: name one.',
  dealOver: () => 'The deal is closed: nobody waits in it.',
  notC: () => 'Only a C lead has a day of re-check. Open the deal: its grade has changed.',
  hoursDisordered: () => 'The working day ends before it begins. Correct the hours.',
}
