// Writes the row types of a migrated database: npm run tables -- <url> [file]. The test compares them with what is committed.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [url = process.env.DATABASE_URL, file = join(root, 'src/server/database/tables.gen.ts')] =
  process.argv.slice(2)
if (!url) {
  console.error('Give the URL of a migrated database.')
  process.exit(2)
}
const options = {
  dialect: 'postgres',
  url,
  'out-file': file,
  'date-parser': 'string',
  'exclude-pattern': 'graphile_worker.*',
  'type-mapping': '{"int8":"number"}',
}
const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
const { status, stderr } = spawnSync(
  join(root, 'node_modules/.bin/kysely-codegen'),
  ['--camel-case', ...flags],
  {
    encoding: 'utf8',
    cwd: root,
  },
)
if (status !== 0) console.error(stderr)
process.exit(status ?? 1)
