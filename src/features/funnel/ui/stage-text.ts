import type { Texts } from '#web/text.ts'
import { presetNames } from '../domain/preset-names.ts'

const ru = {
  fields: { stageId: 'Этап', pipelineId: 'Воронка', lostReasonId: 'Причина отказа' },
  ...presetNames.ru,
}

const en: typeof ru = {
  fields: { stageId: 'Stage', pipelineId: 'Pipeline', lostReasonId: 'Lost reason' },
  ...presetNames.en,
}

export const stageTexts: Texts<typeof ru> = { ru, en }
