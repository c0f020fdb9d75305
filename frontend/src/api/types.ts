/** Types of calls, taken from a node's generated `paths`. */

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Json<Content> = Content extends { content: { 'application/json': infer Body } }
  ? Body
  : undefined

type Good = 200 | 201 | 202 | 204

type OperationOf<Paths, P extends keyof Paths, M extends keyof Paths[P]> = NonNullable<Paths[P][M]>

/** What a call answers when all is well. */
export type Answer<Paths, P extends keyof Paths, M extends keyof Paths[P]> =
  OperationOf<Paths, P, M> extends { responses: infer Responses }
    ? Json<Responses[keyof Responses & Good]>
    : never

/** What a call sends. */
export type Body<Paths, P extends keyof Paths, M extends keyof Paths[P]> =
  OperationOf<Paths, P, M> extends { requestBody: infer Request } ? Json<Request> : never

type Parameters<Operation, Place extends string> = Operation extends {
  parameters: { [Key in Place]?: infer Values }
}
  ? NonNullable<Values>
  : never

/** What a call takes after the `?`. */
export type Query<Paths, P extends keyof Paths, M extends keyof Paths[P]> = Parameters<
  OperationOf<Paths, P, M>,
  'query'
>

type Field<Name extends string, Value> = [Value] extends [never]
  ? { [Key in Name]?: never }
  : Record<string, never> extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value }

/** Everything that may go into a call. */
export type Options<Paths, P extends keyof Paths, M extends keyof Paths[P]> = Field<
  'path',
  Parameters<OperationOf<Paths, P, M>, 'path'>
> &
  Field<'query', Parameters<OperationOf<Paths, P, M>, 'query'>> &
  Field<'body', Body<Paths, P, M>> & { headers?: Record<string, string>; signal?: AbortSignal }

/** The methods that a path takes. */
export type MethodOf<PathItem> = {
  [M in keyof PathItem & Method]: NonNullable<PathItem[M]> extends { responses: unknown }
    ? M
    : never
}[keyof PathItem & Method]

/** One function that calls every route of a node. */
export type Caller<Paths> = <P extends keyof Paths & string, M extends MethodOf<Paths[P]>>(
  method: M,
  path: P,
  options: Options<Paths, P, M>,
) => Promise<Answer<Paths, P, M>>
