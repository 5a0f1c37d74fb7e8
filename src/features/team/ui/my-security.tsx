import { useTexts } from '#web/text.ts'
import { MyPassword } from './my-password.tsx'
import { MySessions } from './my-sessions.tsx'
import { teamTexts } from './text.ts'
import { TwoFactor } from './two-factor.tsx'

/** How one gets in: password, second step, sessions. */
export function MySecurity() {
  const text = useTexts(teamTexts)
  return (
    <>
      <section className="g-stack">
        <h2>{text.password}</h2>
        <MyPassword />
      </section>
      <section className="g-stack">
        <h2>{text.secondStep}</h2>
        <TwoFactor />
      </section>
      <section className="g-stack">
        <h2>{text.sessions}</h2>
        <MySessions />
      </section>
    </>
  )
}
