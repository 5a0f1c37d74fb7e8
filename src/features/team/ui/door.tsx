import type { FormEvent, ReactNode } from 'react'
import mark from '#web/theme/mark.svg'

type Props = { title: string; note?: string; children: ReactNode }

/** The sheet itself: the mark, a title, what is asked. */
export function DoorSheet({ title, note, children }: Props) {
  return (
    <div className="g-door-sheet">
      <div className="g-row">
        <img src={mark} alt="" width="28" height="28" />
        <h1>{title}</h1>
      </div>
      {note && <p className="g-2">{note}</p>}
      {children}
    </div>
  )
}

/** The sheet before the door: signing in, setting up. */
export function Door(props: Props) {
  return (
    <main className="g-door">
      <DoorSheet {...props} />
    </main>
  )
}

/** Sends a form without leaving the page. */
export function onSubmit(run: () => void): (event: FormEvent) => void {
  return (event) => {
    event.preventDefault()
    run()
  }
}
