import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Role } from '@/api/auth'
import { useSession } from '@/api/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may see the page; "anyone" needs no login, "known" any. */
    for: 'anyone' | 'known' | Role
    /** The key of its text in the navigation, in the order of the routes. */
    nav?: string
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue'), meta: { for: 'anyone' } },
  // Entering
  { path: '/login', component: () => import('@/login/LoginPage.vue'), meta: { for: 'anyone' } },
  // Student
  // Teacher
  // Administrator
  { path: '/:rest(.*)*', component: () => import('./NotFoundPage.vue'), meta: { for: 'anyone' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
})

/** The pages in the navigation of a role. */
export const navigationOf = (role: Role): RouteRecordRaw[] =>
  routes.filter((route) => route.meta?.nav && route.meta.for === role)

/** Where somebody with this role starts. */
export const homeOf = (role: Role): string => navigationOf(role)[0]?.path ?? '/'

router.beforeEach((to) => {
  const { person } = useSession()
  if (person.value === null && to.meta.for !== 'anyone') {
    return { path: '/login', query: { next: to.fullPath } }
  }
  return true
})
