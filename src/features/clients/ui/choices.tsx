/** A few values, any number of which may be pressed. */
export function Choices({
  legend,
  values,
  chosen,
  onToggle,
}: {
  legend: string
  values: readonly (readonly [string, string])[]
  chosen: string | undefined
  onToggle: (value: string) => void
}) {
  return (
    <fieldset className="g-tabs" style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="g-sm" style={{ marginBottom: 6, padding: 0 }}>
        {legend}
      </legend>
      {values.map(([value, name]) => (
        <button
          key={value}
          type="button"
          className="g-tab"
          aria-pressed={chosen?.split(',').includes(value) ?? false}
          onClick={() => onToggle(value)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
