import type { Texts } from '#web/text.ts'
import { presetNames } from '../domain/preset-names.ts'

const ru = {
  fields: {
    stageId: 'Этап',
    pipelineId: 'Воронка',
    lostReasonId: 'Причина проигрыша',
    stages: 'Этапы',
    reasons: 'Причины',
    rank: 'Место в колонке',
  },
  placed: 'другое',
  ...presetNames.ru,
}

const en: typeof ru = {
  fields: {
    stageId: 'Stage',
    pipelineId: 'Pipeline',
    lostReasonId: 'Lost reason',
    stages: 'Stages',
    reasons: 'Reasons',
    rank: 'Place in the column',
  },
  placed: 'another',
  ...presetNames.en,
}

export const stageTexts: Texts<typeof ru> = { ru, en }
