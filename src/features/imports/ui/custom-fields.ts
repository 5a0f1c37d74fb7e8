/** The fields that this company defined for its clients. */
export function useCustomFields(): { id: string; name: string }[] {
  return []
}
