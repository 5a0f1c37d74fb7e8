/** What the composition may know of the register of companies. */
export type { RegistryPlace } from './ask.ts'
