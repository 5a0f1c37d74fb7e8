import type { Actor } from '#kernel/actor.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { FileReply } from '../http/handle.ts'
import type { RunUnit } from '../unit.ts'

/** Writes down who takes what out, before the first byte of it goes. */
export async function recordExport(
  runUnit: RunUnit,
  actor: Actor,
  entity: 'client' | 'contact' | 'touch' | 'order' | 'deal',
  { file, filter, choice }: { file: FileReply; filter: object; choice: Choice },
): Promise<FileReply> {
  const { format, encoding } = choice
  await runUnit(actor, (unit) =>
    unit.record({
      action: 'export.made',
      entity,
      id: null,
      after: { name: file.fileName, conditions: filter, format, encoding },
    }),
  )
  return file
}
