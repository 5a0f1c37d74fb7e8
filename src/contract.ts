import { demoContract } from './demo/contract.ts'
import { importsContract } from './features/imports/contract.ts'
import { teamContract } from './features/team/contract.ts'
import { liveContract } from './server/live-contract.ts'

/** Every operation of Gorn; the server registers them, the web client calls them, the API document lists them. */
export const contract = {
  team: teamContract,
  imports: importsContract,
  demo: demoContract,
  live: liveContract,
}
