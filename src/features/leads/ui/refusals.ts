type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  valueNotOfQuestion: () => 'Такой ответ не подходит к вопросу. Выберите из тех, что под ним.',
  dayPassed: () => 'Этот день прошёл. Выберите сегодня или позже.',
  oneOfTwo: () => 'Откладывают либо сделку, либо клиента: укажите одно.',
  hoursDisordered: () => 'Рабочий день кончается раньше, чем начинается. Поправьте часы.',
}
export const en: typeof ru = {
  valueNotOfQuestion: () => 'This is no answer to the question. Choose one of those below it.',
  dayPassed: () => 'This day has passed. Choose today or later.',
  oneOfTwo: () => 'Either a deal or a client is put off: name one.',
  hoursDisordered: () => 'The working day ends before it begins. Correct the hours.',
}
