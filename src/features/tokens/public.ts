/** What the composition may know of tokens. */
export { makeAuthenticate } from './authenticate.ts'
