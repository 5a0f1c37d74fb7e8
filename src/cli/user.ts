import { addUser, findUserByEmail, makePasswordLink, resetTwoFactor } from '../features/team/public.ts'
import { roles } from '../kernel/operation.ts'
import { need, oneOf, readArguments } from './arguments.ts'
import { type Cli, type Command, UsageError } from './command.ts'

const flags = {
  name: { type: 'string' },
  email: { type: 'string' },
  role: { type: 'string' },
  'second-step': { type: 'boolean' },
} as const

/** Prints the link by which a person sets their password. */
export async function printLink(cli: Cli, userId: string): Promise<void> {
  const { core, config } = cli
  const { user, setPasswordPath, expiresAt } = await makePasswordLink(core.services, cli.actor, userId)
  const url = `${config.publicUrl ?? `http://localhost:${config.port}`}${setPasswordPath}`
  cli.json({ userId: user.id, email: user.email, url, expiresAt })
  cli.print(cli.text.link(url, expiresAt))
}

/** `gorn user`: adds a person, or makes a new password link for one. */
export const runUser: Command = async (cli, args) => {
  const { text, core } = cli
  const { values, positionals } = readArguments(args, flags)
  const [action = '', email = ''] = positionals
  if (oneOf(action, ['add', 'reset'], 'user', text) === 'add') {
    const role = oneOf(need(values, 'role', text), roles, '--role', text)
    const input = { name: need(values, 'name', text), email: need(values, 'email', text), role }
    const user = await addUser(core.services, cli.actor, input)
    return printLink(cli, user.id)
  }
  if (!email) throw new UsageError(text.missing('EMAIL'))
  const user = await findUserByEmail(core.services.db, email)
  if (!user) throw new UsageError(text.noUser(email))
  // The way back for an owner who lost phone and recovery codes: whoever may run this has the base anyway.
  if (values['second-step']) await resetTwoFactor(core.services, cli.actor, user.id)
  return printLink(cli, user.id)
}
