/** The advisory locks by which processes take turns: the whole key, or the first half of it where a second names what. */
export const locks = {
  migrate: 7_406_001,
  server: 7_406_002,
  importCommit: 7_406_003,
  recount: 7_406_004,
  importStep: 7_406_005,
  importWork: 7_406_006,
  worker: 7_406_007,
  restore: 7_406_008,
  backup: 7_406_009,
} as const
