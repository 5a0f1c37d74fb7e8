/** What other slices and the composition may know of the team. */
export { loadActor, makeAuthenticate } from './authenticate.ts'
export { addTeam, addUser, changeUser, makePasswordLink, resetTwoFactor, setUpWorkspace } from './people.ts'
export { makeSignIn, type SignIn } from './sign-in.ts'
export { findUserByEmail, findWorkspace, loadWorkspace, markDemo } from './store.ts'
export { teamUndoers } from './undo.ts'
