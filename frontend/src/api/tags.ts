/** Tags of students, and what lists of people can be narrowed by, for administrators. */
import { auth } from './auth'
import type { paths } from './generated/auth'
import type { Answer, Body } from './types'

export type TagWish = Body<paths, '/users/tags', 'post'>
export type TagResult = Answer<paths, '/users/tags', 'post'>['results'][number]
export type Use = Answer<paths, '/tags', 'get'>['items'][number]

export const listTags = async (): Promise<Use[]> => (await auth('get', '/tags', {})).items

export const listGroups = async (): Promise<Use[]> => (await auth('get', '/groups', {})).items

export const getTags = async (id: number): Promise<string[]> =>
  (await auth('get', '/users/student/{id}/tags', { path: { id } })).tags

export const changeTags = async (body: TagWish): Promise<TagResult[]> =>
  (await auth('post', '/users/tags', { body })).results
