import { type LeadGrade, leadGrades } from '#kernel/lead-grade.ts'

/** What the board and the list of deals show, as the address keeps it. */
export type DealSearch = {
  view?: 'list' | undefined
  pipelineId?: string | undefined
  /** a person, 'me' or 'none' */
  owner?: string | undefined
  text?: string | undefined
  step?: 'none' | 'late' | 'planned' | undefined
  /** of the list its condition; on a phone the column that is shown */
  stageId?: string | undefined
  /** absent = open */
  state?: 'won' | 'lost' | 'removed' | undefined
  /** of the lead */
  grade?: LeadGrade | 'none' | undefined
  /** of the list; absent = the newest first */
  sort?: 'grade' | undefined
  add?: boolean | undefined
}

const texts = ['pipelineId', 'owner', 'text', 'stageId'] as const
const steps = ['none', 'late', 'planned'] as const
const grades = [...leadGrades, 'none'] as const
const states = ['won', 'lost', 'removed'] as const

/** The state of the screen from its address; anything else is dropped. */
export function dealSearch(search: Record<string, unknown>): DealSearch {
  const found: DealSearch = {}
  for (const name of texts) {
    const value = search[name]
    if ((typeof value === 'string' || typeof value === 'number') && value !== '') found[name] = String(value)
  }
  if (search['view'] === 'list') found.view = 'list'
  const step = steps.find((it) => it === search['step'])
  if (step) found.step = step
  const state = states.find((it) => it === search['state'])
  if (state && found.view === 'list') found.state = state
  const grade = grades.find((it) => it === search['grade'])
  if (grade) found.grade = grade
  if (search['sort'] === 'grade' && found.view === 'list') found.sort = 'grade'
  if (search['add'] === true) found.add = true
  return found
}
