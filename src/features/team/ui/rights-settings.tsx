import { Fragment } from 'react'
import { contract } from '#contract.ts'
import { roles } from '#kernel/operation.ts'
import { useTexts } from '#web/text.ts'
import { listRights } from './rights.ts'
import { rightTexts } from './rights-text.ts'
import { teamTexts } from './text.ts'
import { WhoseRecords } from './whose-records.tsx'

/** Who can do what: the table is made of the contract that the server enforces. */
export function RightsSettings() {
  const text = useTexts(rightTexts)
  const team = useTexts(teamTexts)
  const rights = listRights(contract, text.rights)
  const areas = [...new Set(rights.map((right) => right.area))]
  return (
    <div className="g-stack" style={{ maxWidth: 980, gap: 24 }}>
      <section className="g-stack">
        <h2>{text.what}</h2>
        <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.what}>
          <table className="g-table">
            <thead>
              <tr>
                <th>{text.right}</th>
                {roles.map((role) => (
                  <th key={role}>{team.roles[role]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {areas.map((area) => (
                <Fragment key={area}>
                  <tr>
                    <th colSpan={roles.length + 1} scope="colgroup">
                      {text.areas[area] ?? area}
                    </th>
                  </tr>
                  {rights
                    .filter((right) => right.area === area)
                    .map((right) => (
                      <tr key={`${right.key} ${right.roles.join()}`}>
                        <td>{text.rights[right.key] ?? right.key}</td>
                        {roles.map((role) => {
                          const has = right.roles.includes(role)
                          return (
                            <td key={role} className={has ? '' : 'g-3'}>
                              <span aria-hidden="true">{has ? '✓' : '–'}</span>
                              <span className="g-visually-hidden">{has ? text.yes : text.no}</span>
                            </td>
                          )
                        })}
                      </tr>
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="g-stack">
        <h2>{text.whose}</h2>
        <p className="g-2">{text.whoseNote}</p>
        <WhoseRecords />
      </section>
    </div>
  )
}
