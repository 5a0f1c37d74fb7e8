import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Question = { query: string; kpp?: string; branch_type?: 'MAIN' | 'BRANCH' }
/** A company as `findById/party` tells of it. */
export type Party = { value: string; unrestricted_value: string; data: Record<string, unknown> }

export type Register = {
  /** the address of `findById/party` */
  url: string
  /** host:port, as an allowed neighbour is named */
  name: string
  asked: { headers: IncomingHttpHeaders; question: Question }[]
  /** what it knows from now on */
  knows(parties: Party[]): void
  /** how it answers the next questions: null = by the protocol */
  answers(how: ((response: ServerResponse) => void) | null): void
  close(): Promise<void>
}

/** The token that the stand-in takes. */
export const TOKEN = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ff1234'

/** A company of the stand-in; what is given goes over what it has by itself. */
export function partyOf(data: Record<string, unknown> = {}): Party {
  return {
    value: 'ООО "РОМАШКА"',
    unrestricted_value: 'ООО "РОМАШКА"',
    data: {
      inn: '7707083893',
      kpp: '770701001',
      ogrn: '1027700132195',
      type: 'LEGAL',
      branch_type: 'MAIN',
      branch_count: 0,
      hid: 'a'.repeat(64),
      name: {
        full_with_opf: 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"',
        short_with_opf: 'ООО "РОМАШКА"',
        full: 'РОМАШКА',
        short: 'РОМАШКА',
        latin: null,
      },
      state: {
        status: 'ACTIVE',
        code: null,
        actuality_date: 1_779_235_200_000,
        registration_date: 1_029_456_000_000,
        liquidation_date: null,
      },
      okved: '46.73.6',
      okved_type: '2014',
      address: {
        value: 'г Москва, ул Вавилова, д 19',
        unrestricted_value: '117312, г Москва, ул Вавилова, д 19',
      },
      management: { name: 'Иванова Анна Петровна', post: 'ГЕНЕРАЛЬНЫЙ ДИРЕКТОР', disqualified: null },
      employee_count: 48,
      finance: {
        tax_system: null,
        income: 215_300_000,
        expense: 190_000_000,
        revenue: 210_500_000,
        year: 2025,
      },
      ...data,
    },
  }
}

/** A server on this machine that speaks the protocol of `findById/party`, as far as Gorn asks for it. */
export async function startRegister(): Promise<Register> {
  const asked: Register['asked'] = []
  let known: Party[] = [partyOf()]
  let how: ((response: ServerResponse) => void) | null = null
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const question = JSON.parse(Buffer.concat(parts).toString()) as Question
      asked.push({ headers: request.headers, question })
      if (how) return how(response)
      if (request.headers.authorization !== `Token ${TOKEN}`)
        return response.writeHead(403).end('{"family":"CLIENT_ERROR"}')
      const found = known.filter(
        ({ data }) =>
          (data['inn'] === question.query || data['ogrn'] === question.query) &&
          (question.kpp === undefined || data['kpp'] === question.kpp) &&
          (question.branch_type === undefined || (data['branch_type'] ?? 'MAIN') === question.branch_type),
      )
      return response
        .writeHead(200, { 'content-type': 'application/json;charset=UTF-8' })
        .end(JSON.stringify({ suggestions: found }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${name}/suggestions/api/4_1/rs/findById/party`,
    name,
    asked,
    knows: (parties) => void (known = parties),
    answers: (next) => void (how = next),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
