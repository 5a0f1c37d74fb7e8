type Grade = 'A' | 'B' | 'C' | null
type Mark = 'yes' | 'no' | 'unknown'
type Marks = { need: Mark; money: Mark; timing: Mark } | null

/** The words of the pill; a screen reader hears what each mark says. */
const ru = {
  pill: (grade: Grade) => (grade ? `Лид ${grade}` : 'Лид без категории'),
  spoken: (grade: Grade, marks: Marks): string => {
    const name = grade ? `лид ${grade}` : 'лид без категории'
    if (!marks) return name
    const said = { yes: 'да', no: 'нет' }
    const need = marks.need === 'unknown' ? 'неизвестна' : said[marks.need]
    const money = marks.money === 'unknown' ? 'неизвестны' : said[marks.money]
    const timing = marks.timing === 'unknown' ? 'неизвестен' : said[marks.timing]
    return `${name}: боль ${need}, деньги ${money}, срок ${timing}`
  },
}
const en: typeof ru = {
  pill: (grade) => (grade ? `Lead ${grade}` : 'Ungraded lead'),
  spoken: (grade, marks) => {
    const name = grade ? `lead ${grade}` : 'ungraded lead'
    if (!marks) return name
    return `${name}: need ${marks.need}, money ${marks.money}, timing ${marks.timing}`
  },
}
export const gradeTexts = { ru, en }
