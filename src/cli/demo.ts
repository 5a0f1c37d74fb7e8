import { refuseUnlessEmpty } from '../demo/api.ts'
import { installDemo } from '../demo/install.ts'
import { findWorkspace, setUpWorkspace } from '../features/team/public.ts'
import { oneOf, readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { printLink } from './user.ts'

const flags = { language: { type: 'string' } } as const

const workspaces = {
  ru: {
    name: 'Пример',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    pricesIncludeVat: false,
  },
  en: {
    name: 'Demo',
    language: 'en',
    timeZone: 'Europe/London',
    currency: 'USD',
    country: 'GB',
    pricesIncludeVat: false,
  },
} as const

/** `gorn demo`: fills an empty base; a base that nobody set up gets an owner with a link to set the password. */
export const runDemo: Command = async (cli, args) => {
  const { services } = cli.core
  const { values } = readArguments(args, flags)
  const language = oneOf(String(values['language'] ?? cli.language), ['ru', 'en'], '--language', cli.text)
  await refuseUnlessEmpty(services)
  if (!(await findWorkspace(services.db))) {
    const owner = {
      name: language === 'ru' ? 'Директор' : 'Director',
      email: 'owner@gorn.example',
      passwordHash: null,
    }
    const { id } = await setUpWorkspace(services, cli.actor, { owner, workspace: workspaces[language] })
    const clients = await installDemo(services, cli.actor, language)
    cli.print(cli.text.demoDone(clients))
    return printLink(cli, id)
  }
  const clients = await installDemo(services, cli.actor, language)
  cli.json({ clients })
  cli.print(cli.text.demoDone(clients))
}
