/** A client as plain data: field by field, each tag a field of its own. */
export type Flat = Record<string, string | null>
type By = 'owner' | 'head'
type Tags = { 'tag a': string | null; 'tag b': string | null }

/** One thing that somebody does; numbers choose among what is there at that moment. */
export type Move =
  | { kind: 'edit'; by: By; at: number; city: string; note: string | null; tags: Tags }
  | { kind: 'bulk'; by: By; some: number[]; city: string; tags: Tags }
  | { kind: 'import'; rows: ImportRow[] }
  | { kind: 'merge'; by: By; keep: number; drop: number; takesCity: boolean }
  | { kind: 'undo'; by: By; at: number }
type ImportRow = { code: string; city: string; region: string }

type Change = { id: string; field: string; was: string | null; became: string | null }
type Merge = { keepId: string; dropId: string; dropped: Flat; orders: string[] }
type Act = {
  unitId: string
  changes: Change[]
  /** clients that an import made, with the state in which it left each */
  made: { id: string; state: number }[]
  /** clients that an import overwrote, with the states that it found and left */
  overwritten: { id: string; found: number; left: number }[]
  merge: Merge | null
  undoes: Act | null
  isImport: boolean
  /** undoing it cannot be undone in turn */
  isFinal: boolean
}

const empty: Flat = {
  city: null,
  region: null,
  note: null,
  phone: null,
  code: null,
  otherPhones: null,
  'tag a': null,
  'tag b': null,
}

/**
 * What undo promises, said of plain data: each field that still stands as an act left it returns to what it was; what was
 * changed since stays; a client that an import made goes unless somebody wrote to it, and one that it alone overwrote is as if it
 * never had; who was merged away comes back with the
 * orders that are still where the merge brought them.
 */
export class UndoModel {
  readonly #clients = new Map<string, Flat>()
  readonly #states = new Map<string, number>()
  readonly #orders = new Map<string, string>()
  readonly #codes = new Map<string, string>()
  readonly #acts: Act[] = []
  #lastState = 0

  base() {
    return { clients: Object.fromEntries(this.#clients), orders: Object.fromEntries(this.#orders) }
  }

  found(id: string, code: string, phone: string, order: string): void {
    this.#clients.set(id, { ...empty, code, phone })
    this.#orders.set(order, id)
    this.#codes.set(code, id)
  }

  pick(at: number): string {
    const ids = [...this.#clients.keys()]
    return ids[at % ids.length] ?? ''
  }

  pickBase(at: number): string {
    const ids = [...this.#codes.values()].filter((id) => this.#clients.has(id))
    return ids[at % ids.length] ?? ''
  }

  /** A code of one merged away would make another client. */
  mayBring(code: string): boolean {
    const id = this.#codes.get(code)
    return id === undefined || this.#clients.has(id)
  }

  pickAct(at: number): string | undefined {
    return this.#acts[this.#acts.length - 1 - (at % Math.max(1, this.#acts.length))]?.unitId
  }

  isImport(unitId: string): boolean {
    return this.#acts.some((it) => it.unitId === unitId && it.isImport)
  }

  edit(unitId: string, ids: string[], fields: Flat): void {
    this.#note({ unitId, changes: ids.flatMap((id) => this.#write(id, fields)) })
  }

  bring(unitId: string, rows: ImportRow[], ids: Map<string, string>): void {
    const changes: Change[] = []
    const made: Act['made'] = []
    const overwritten: Act['overwritten'] = []
    for (const { code, city, region } of rows) {
      const id = ids.get(code) ?? ''
      if (this.#clients.has(id)) {
        const found = this.#states.get(id) ?? 0
        changes.push(...this.#write(id, { city, region }))
        overwritten.push({ id, found, left: this.#states.get(id) ?? 0 })
      } else {
        this.#clients.set(id, { ...empty, code, city, region })
        made.push({ id, state: this.#touch(id) })
      }
    }
    this.#note({ unitId, changes, made, overwritten, isImport: true })
  }

  merge(unitId: string, keepId: string, dropId: string, takesCity: boolean): void {
    const [keep, dropped] = [this.#clients.get(keepId), this.#clients.get(dropId)]
    if (!keep || !dropped) throw new Error('a merge of nobody')
    const orders = [...this.#orders].filter(([, id]) => id === dropId).map(([number]) => number)
    for (const number of orders) this.#orders.set(number, keepId)
    this.#clients.delete(dropId)
    const phones = [keep['otherPhones'], dropped['phone'], dropped['otherPhones']].filter((it) => it !== null)
    const distinct = [...new Set(phones.join(' ').split(' '))].filter(
      (it) => it !== '' && it !== keep['phone'],
    )
    const tags = Object.entries(dropped).filter(([name, value]) => name.startsWith('tag') && value !== null)
    const changes = this.#write(keepId, {
      otherPhones: distinct.join(' ') || null,
      ...Object.fromEntries(tags),
      ...(takesCity && { city: dropped['city'] ?? null }),
    })
    this.#note({ unitId, changes, merge: { keepId, dropId, dropped, orders } })
  }

  /** Whether anything returned. */
  undo(unitId: string, undoId: string): boolean {
    const act = this.#acts.find((it) => it.unitId === unitId)
    if (!act || act.isFinal || this.#isUndone(act)) return false
    // A merge whose other half is gone itself cannot be taken apart.
    const { merge } = act
    const isApart = merge !== null && this.#clients.has(merge.keepId) && !this.#clients.has(merge.dropId)
    const asLeft = act.overwritten.filter(({ id, left }) => (this.#states.get(id) ?? 0) === left)
    const changes = act.changes.toReversed().flatMap(({ id, field, was, became }) => {
      const isAsLeft = this.#clients.get(id)?.[field] === became && was !== became
      return isAsLeft ? this.#write(id, { [field]: was }) : []
    })
    for (const { id, found } of asLeft) this.#states.set(id, found)
    const gone = act.made.filter(({ id, state }) => this.#states.get(id) === state)
    for (const { id } of gone) this.#clients.delete(id)
    if (merge && isApart) {
      this.#clients.set(merge.dropId, merge.dropped)
      for (const number of merge.orders)
        if (this.#orders.get(number) === merge.keepId) this.#orders.set(number, merge.dropId)
    }
    // An import is marked undone whatever returned: its page says what stayed.
    if (changes.length === 0 && !isApart && !act.isImport) return false
    this.#note({ unitId: undoId, changes, undoes: act, isFinal: isApart || act.isImport })
    return true
  }

  #isUndone(act: Act): boolean {
    return this.#acts.some((it) => it.undoes === act && !this.#isUndone(it))
  }

  #note(act: Partial<Act> & { unitId: string; changes: Change[] }): void {
    const plain = { made: [], overwritten: [], merge: null, undoes: null, isImport: false, isFinal: false }
    this.#acts.push({ ...plain, ...act })
  }

  #touch(id: string): number {
    this.#states.set(id, ++this.#lastState)
    return this.#lastState
  }

  #write(id: string, fields: Flat): Change[] {
    const client = this.#clients.get(id)
    if (!client) return []
    const changes = Object.entries(fields)
      .map(([field, became]) => ({ id, field, was: client[field] ?? null, became }))
      .filter(({ was, became }) => was !== became)
    if (changes.length > 0) {
      this.#clients.set(id, { ...client, ...Object.fromEntries(changes.map((it) => [it.field, it.became])) })
      this.#touch(id)
    }
    return changes
  }
}
