import { byName } from '../../by_name'
import type { Texts } from '../../by_name'

export default byName(import.meta.glob<Texts>('./*.json', { eager: true, import: 'default' }))
