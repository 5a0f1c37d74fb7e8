/** What other slices and the composition may know of the team. */
export { makeAuthenticate } from './authenticate.ts'
export type { User, Workspace } from './contract.ts'
export { addTeam, addUser, makePasswordLink, setUpWorkspace } from './people.ts'
export { makeSignIn, type SignIn } from './sign-in.ts'
export { findUserByEmail, findWorkspace, listUsers, loadWorkspace, markDemo } from './store.ts'
