import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'

/** What is known of a company. */
export const useDossier = (clientId: string) =>
  useQuery({
    queryKey: ['dossier', 'one', clientId],
    queryFn: () => api.dossier.get({ params: { id: clientId } }),
  })

/** What a dossier must tell before the first talk. */
export const useDossierSettings = () =>
  useQuery({ queryKey: ['dossier', 'settings'], queryFn: () => api.dossier.getSettings() })
