// Generated from the nodes by `npm run generate`; not to be edited.

export const LONGEST_SECTION_TAG = 40
export const LONGEST_STUDENT_TAG = 50
