import { describe, expect, test } from 'vitest'
import { endOfWord, type NamedStage, pipelineOfWord, reasonOfWord, stageOfWord } from './deal-words.ts'

const stage = (preset: string, kind: NamedStage['kind'], ...names: string[]): NamedStage => ({
  id: preset,
  kind,
  preset,
  names,
})
const way = [
  stage('asked', 'open', 'Обратился', 'Got in touch'),
  stage('toldNeed', 'open', 'Рассказал о задаче', 'Told us the need'),
  stage('namedBudget', 'open', 'Назвал бюджет и срок', 'Named budget and date'),
  stage('met', 'open', 'Встретился с нами', 'Met with us'),
  stage('gotProposal', 'open', 'Получил предложение', 'Got the proposal'),
  stage('agreedTerms', 'open', 'Согласовал условия', 'Agreed the terms'),
  stage('signed', 'open', 'Подписал договор', 'Signed the contract'),
  stage('gotInvoice', 'open', 'Получил счёт', 'Got the invoice'),
  stage('paid', 'won', 'Оплатил', 'Paid'),
  stage('declined', 'lost', 'Отказался', 'Declined'),
]

describe('words for stages', () => {
  test.each([
    ['Prospecting', 'asked'],
    ['Engaging', 'toldNeed'],
    ['Won', 'paid'],
    ['Lost', 'declined'],
    // amoCRM
    ['Первичный контакт', 'asked'],
    ['Неразобранное', 'asked'],
    ['Переговоры', 'agreedTerms'],
    ['Принимают решение', 'agreedTerms'],
    ['Согласование договора', 'agreedTerms'],
    ['Успешно реализовано', 'paid'],
    ['Закрыто и не реализовано', 'declined'],
    // Bitrix24
    ['Новая', 'asked'],
    ['Подготовка документов', 'gotProposal'],
    ['Счёт на предоплату', 'gotInvoice'],
    ['В работе', 'toldNeed'],
    ['Финальный счёт', 'gotInvoice'],
    ['Сделка успешна', 'paid'],
    ['Сделка провалена', 'declined'],
    ['Анализ причины провала', 'declined'],
    ['PREPAYMENT_INVOICE', 'gotInvoice'],
    ['LOSE', 'declined'],
    // HubSpot
    ['appointmentscheduled', 'met'],
    ['Qualified To Buy', 'namedBudget'],
    ['Decision maker bought-in', 'agreedTerms'],
    ['contractsent', 'signed'],
    ['closedwon', 'paid'],
    ['closedlost', 'declined'],
    // Pipedrive
    ['Qualified', 'toldNeed'],
    ['Contact Made', 'toldNeed'],
    ['Demo Scheduled', 'met'],
    ['Proposal Made', 'gotProposal'],
    ['Negotiations Started', 'agreedTerms'],
    // Salesforce
    ['Needs Analysis', 'toldNeed'],
    ['Id. Decision Makers', 'namedBudget'],
    ['Proposal/Price Quote', 'gotProposal'],
    ['Negotiation/Review', 'agreedTerms'],
    ['Closed Won', 'paid'],
    ['Closed Lost', 'declined'],
    // our own, in both languages, however written
    ['получил  счет', 'gotInvoice'],
    ['GOT THE PROPOSAL', 'gotProposal'],
  ])('%s', (word, id) => {
    expect(stageOfWord(word, way)?.id).toBe(id)
  })

  test('a word that nobody knows means nothing, nor does one of nothing but marks', () => {
    expect(stageOfWord('f66ca9bc5a02', way)).toBeNull()
    expect(stageOfWord('—', [stage('asked', 'open', '—')])).toBeNull()
  })

  test('a way with names of its own knows those, and the ends of others', () => {
    const own = [
      stage('1', 'open', 'Кухня'),
      { ...stage('2', 'won', 'Забрал'), preset: null },
      { ...stage('3', 'lost', 'Ушёл'), preset: null },
    ]
    expect(stageOfWord('кухня', own)?.id).toBe('1')
    expect(stageOfWord('Won', own)?.id).toBe('2')
    expect(stageOfWord('Закрыто и не реализовано', own)?.id).toBe('3')
    expect(stageOfWord('Prospecting', own)).toBeNull()
  })

  test('ends without a way', () => {
    expect(['Won', 'Проиграна', 'Open', '?'].map(endOfWord)).toEqual(['won', 'lost', null, null])
  })
})

test('ways and reasons go by their names', () => {
  const ways = [{ id: 'w', names: ['Продажи компаниям', 'Sales to companies'], stages: way }]
  expect(pipelineOfWord('продажи компаниям', ways)?.id).toBe('w')
  expect(pipelineOfWord('Опт', ways)).toBeNull()
  const reasons = [{ id: 'r', needsNote: false, names: ['Дорого', 'Too expensive'] }]
  expect(reasonOfWord('дорого ', reasons)?.id).toBe('r')
  expect(reasonOfWord('Луна', reasons)).toBeNull()
})
