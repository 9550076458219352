/** What the sample lots are filed under. Lots carry the codes; the names are what people read. */
export const sampleCategories = [
  { code: 'cameras', name: 'Cameras and instruments' },
  { code: 'ceramics', name: 'Ceramics' },
  { code: 'music', name: 'Records and music' },
  { code: 'prints', name: 'Prints' },
  { code: 'writing', name: 'Pens and typewriters' },
] as const

export type SampleCategoryCode = (typeof sampleCategories)[number]['code']
