import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { contract } from './contract.ts'
import { demoApi } from './demo/api.ts'
import { backupsApi } from './features/backups/api.ts'
import { backupsJobs } from './features/backups/jobs.ts'
import { type BackupPlace, backupUndoers } from './features/backups/public.ts'
import { clientsApi } from './features/clients/api.ts'
import { clientUndoers, viewUndoers } from './features/clients/public.ts'
import { viewsApi } from './features/clients/views-api.ts'
import { contactsApi } from './features/contacts/api.ts'
import { contactUndoers } from './features/contacts/public.ts'
import { dossierApi } from './features/dossier/api.ts'
import { dossierUndoers } from './features/dossier/public.ts'
import { duplicatesApi } from './features/duplicates/api.ts'
import { duplicatesJobs } from './features/duplicates/jobs.ts'
import { duplicateUndoers } from './features/duplicates/public.ts'
import { fieldsApi } from './features/fields/api.ts'
import { fieldUndoers, loadOwnFieldChange } from './features/fields/public.ts'
import { formsApi } from './features/forms/api.ts'
import { formsJobs } from './features/forms/jobs.ts'
import { formUndoers } from './features/forms/public.ts'
import { publicFormsApi } from './features/forms/public-api.ts'
import { funnelApi } from './features/funnel/api.ts'
import { conversionApi } from './features/funnel/conversion-api.ts'
import { funnelUndoers, giveDealsAlong } from './features/funnel/public.ts'
import { historyApi } from './features/history/api.ts'
import { importsApi } from './features/imports/api.ts'
import { importsJobs, resumeImports } from './features/imports/jobs.ts'
import { importUndoers } from './features/imports/public.ts'
import { leadsApi } from './features/leads/api.ts'
import { leadsJobs } from './features/leads/jobs.ts'
import { leadUndoers } from './features/leads/public.ts'
import { quickApi } from './features/leads/quick-api.ts'
import { ordersApi } from './features/orders/api.ts'
import { orderUndoers } from './features/orders/public.ts'
import { registryApi } from './features/registry/api.ts'
import type { RegistryPlace } from './features/registry/public.ts'
import { segmentsApi } from './features/segments/api.ts'
import { segmentsJobs } from './features/segments/jobs.ts'
import { segmentUndoers } from './features/segments/public.ts'
import { teamApi } from './features/team/api.ts'
import {
  makeAuthenticate as makeSessionAuthenticate,
  makeSignIn,
  type SignIn,
  teamUndoers,
} from './features/team/public.ts'
import { tokensApi } from './features/tokens/api.ts'
import { makeAuthenticate } from './features/tokens/public.ts'
import { webhooksApi } from './features/webhooks/api.ts'
import { webhooksJobs } from './features/webhooks/jobs.ts'
import { type WebhookPlace, webhookUndoers } from './features/webhooks/public.ts'
import { type Operation, scopesOf } from './kernel/operation.ts'
import { refusalTemplate } from './refusals.ts'
import type { Config } from './server/config.ts'
import { type Connection, connect } from './server/database/connect.ts'
import type { OpenDatabase } from './server/database/open.ts'
import { buildApp } from './server/http/app.ts'
import type { Door } from './server/http/authorise.ts'
import { completeDocument } from './server/http/document.ts'
import { makeRunOnce } from './server/http/run-once.ts'
import { runWaitingJobs, startJobs } from './server/jobs.ts'
import { makeLive } from './server/live.ts'
import type { Jobs, Services } from './server/services.ts'
import { makeCountGuest } from './server/request-count.ts'
import { requestJobs } from './server/request-jobs.ts'
import { makeRunUnit } from './server/unit.ts'

const backupPlace = (config: Config): BackupPlace => ({
  folder: config.backupsFolder,
  passphrase: config.backupPassphrase,
  gorn: config.version,
})

const webhookPlace = (config: Config): WebhookPlace => ({
  allowed: config.webhookAllow,
  timeoutMs: config.webhookTimeoutMs,
  gorn: config.version,
})

const registryPlace = (config: Config): RegistryPlace => ({
  allowed: config.webhookAllow,
  timeoutMs: config.webhookTimeoutMs,
  gorn: config.version,
})

export type Core = { services: Services; signIn: SignIn; jobs: Jobs; connection: Connection }

type CoreOptions = { config: Config; url: string; log: Logger; now?: () => Date; name?: string }

/** Everything but the HTTP server: what the command line needs too. */
export async function composeCore({ config, url, log, now, name }: CoreOptions): Promise<Core> {
  const connection = connect(url, {
    name: name ?? 'gorn',
    onError: (error) => log.warn({ err: error }, 'database connection lost'),
  })
  const { db } = connection
  const services: Services = {
    db,
    pool: connection.pool,
    runUnit: makeRunUnit(db),
    log,
    now: now ?? (() => new Date()),
    filesFolder: config.filesFolder,
  }
  const signIn = await makeSignIn(db, config.publicUrl?.startsWith('https:') ?? false, services.now)
  return {
    services,
    signIn,
    jobs: {
      ...segmentsJobs(services),
      ...leadsJobs(services),
      ...formsJobs(services),
      ...importsJobs(services),
      ...backupsJobs(services, backupPlace(config)),
      ...duplicatesJobs(services),
      ...requestJobs(services),
      ...webhooksJobs(services, webhookPlace(config)),
    },
    connection,
  }
}

const areas = new Map<Operation, string>(
  Object.entries(contract).flatMap(([area, group]) =>
    Object.values(group).map((it): [Operation, string] => [it, area]),
  ),
)

function makeDoor({ services: { db, now }, signIn }: Core, limit: number): Door {
  const bySession = makeSessionAuthenticate(db, signIn)
  return {
    authenticate: makeAuthenticate(db, { limit, now, bySession }),
    countGuest: makeCountGuest(db, limit, now),
    areaOf: (operation) => areas.get(operation) ?? '',
  }
}

export type Gorn = Core & { app: FastifyInstance; runWaitingJobs(): Promise<void>; close(): Promise<void> }

/** The whole server, not yet listening. */
export async function composeServer(
  options: Omit<CoreOptions, 'url'> & { database: OpenDatabase; runsJobs?: boolean },
): Promise<Gorn> {
  const { config, log, database } = options
  const core = await composeCore({ ...options, url: database.url })
  const { services, signIn, jobs, connection } = core
  const live = makeLive(services.db, () => database.directUrl, log)
  const app = await buildApp({
    handled: [
      ...teamApi(services, signIn),
      ...historyApi(
        services,
        {
          ...teamUndoers(services.now),
          ...backupUndoers,
          ...fieldUndoers(services.now),
          ...clientUndoers,
          ...viewUndoers,
          ...dossierUndoers(services),
          ...contactUndoers,
          ...orderUndoers,
          ...segmentUndoers,
          ...funnelUndoers(services.now),
          ...leadUndoers(services),
          ...formUndoers(services.now),
          ...importUndoers,
          ...duplicateUndoers(services.now),
          ...webhookUndoers(services.now),
        },
        loadOwnFieldChange,
      ),
      ...tokensApi(services, { scopes: scopesOf(contract), limit: config.apiLimit }),
      ...backupsApi(services, backupPlace(config)),
      ...fieldsApi(services),
      ...clientsApi(services, [giveDealsAlong]),
      ...viewsApi(services),
      ...dossierApi(services),
      ...contactsApi(services),
      ...ordersApi(services),
      ...segmentsApi(services),
      ...funnelApi(services),
      ...conversionApi(services),
      ...leadsApi(services),
      ...quickApi(services),
      ...registryApi(services, registryPlace(config)),
      ...formsApi(services),
      ...publicFormsApi(services),
      ...importsApi(services),
      ...duplicatesApi(services),
      ...webhooksApi(services, webhookPlace(config)),
      ...demoApi(services),
      ...live.handled,
    ],
    door: makeDoor(core, config.apiLimit),
    runOnce: makeRunOnce(services.db, log),
    document: (shapes) => completeDocument(shapes, contract, refusalTemplate),
    webFolder: config.webFolder,
    log,
    checkHealth: async () => {
      await sql`select 1`.execute(services.db)
      return { status: 'ok' }
    },
  })
  await live.start()
  await resumeImports(services)
  const reach = { pool: connection.pool, directUrl: () => database.directUrl }
  const runner = options.runsJobs === false ? null : await startJobs(reach, jobs, log)
  return {
    ...core,
    app,
    runWaitingJobs: () => runWaitingJobs(connection.pool, jobs, log),
    async close() {
      await live.stop()
      await app.close()
      await runner?.stop()
      await connection.close()
    },
  }
}
