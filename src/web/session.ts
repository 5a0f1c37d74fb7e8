import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { contract } from '#contract.ts'
import { mayCall, type Operation, type OutputOf } from '#kernel/operation.ts'
import { ApiError, api } from './api.ts'

export type Session = OutputOf<typeof contract.team.getMe>

export const SessionContext = createContext<Session | null>(null)

/** Who is signed in and where they work; only inside the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside of the shell')
  return session
}

/** Whether the person may call an operation at all: what they may not, is not offered. */
export function useCan(): (operation: Operation) => boolean {
  const { user } = useSession()
  return (operation) => mayCall(operation.access, user.role)
}

/** Asks who is signed in; nobody is an answer, not an error. */
export function useMe() {
  return useQuery({
    queryKey: ['team', 'me'],
    queryFn: async () => {
      try {
        return await api.team.getMe()
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
  })
}
