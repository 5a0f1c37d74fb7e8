const ru = {
  title: 'Колонки',
  note: 'Отметьте нужные и расставьте по порядку: мышью, стрелками рядом или Alt со стрелками.',
  up: (name: string) => `Выше: ${name}`,
  down: (name: string) => `Ниже: ${name}`,
  placed: (place: number, name: string) => `${name}: место ${place}`,
  reset: 'Вернуть исходные',
}
const en: typeof ru = {
  title: 'Columns',
  note: 'Tick what you need and put it in order: by mouse, with the arrows beside, or Alt with the arrow keys.',
  up: (name) => `Up: ${name}`,
  down: (name) => `Down: ${name}`,
  placed: (place, name) => `${name}: place ${place}`,
  reset: 'Back to the original ones',
}
export const columnTexts = { ru, en }
