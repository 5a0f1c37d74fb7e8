import type { Command } from './command.ts'
import { runBackup, runRestore } from './backup.ts'
import { runDemo } from './demo.ts'
import { runDoctor } from './doctor.ts'
import { runImportCommand } from './import.ts'
import { runSegments } from './segments.ts'
import { runUser } from './user.ts'

/** Every command by its name. */
export const commands: Record<string, Command | undefined> = {
  import: runImportCommand,
  segments: runSegments,
  demo: runDemo,
  user: runUser,
  doctor: runDoctor,
  backup: runBackup,
  restore: runRestore,
}
