import { watch } from 'vue'
import { START_LOCATION, createRouter, createWebHistory } from 'vue-router'
import type {
  RouteLocationNormalized,
  RouteRecordRaw,
  Router,
  RouterScrollBehavior,
} from 'vue-router'
import type { Role } from '@/api/auth'
import { useSession } from '@/api/session'
import { startStaffTexts } from './i18n'
import { endTurns, turnsTaken } from './turns'

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may see the page; "anyone" needs no login, "known" any. */
    for: 'anyone' | 'known' | Role
    /** The key of its text in the navigation, in the order of the routes. */
    nav?: string
  }
}

/** A page for staff comes together with the texts that only they see. */
const staff =
  <T>(page: () => Promise<T>) =>
  async (): Promise<T> =>
    (await Promise.all([page(), startStaffTexts()]))[0]

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue'), meta: { for: 'anyone' } },
  {
    path: '/reports',
    component: () => import('@/reports/ReportsPage.vue'),
    meta: { for: 'anyone' },
  },
  {
    path: '/reports/:code',
    component: () => import('@/reports/ReportPage.vue'),
    meta: { for: 'anyone' },
  },
  // Entering
  { path: '/login', component: () => import('@/login/LoginPage.vue'), meta: { for: 'anyone' } },
  {
    path: '/login/provider', // where the university's sign-in leads back to
    component: () => import('@/login/LoginPage.vue'),
    meta: { for: 'anyone' },
  },
  {
    path: '/register',
    component: () => import('@/login/RegisterPage.vue'),
    meta: { for: 'anyone' },
  },
  {
    path: '/activate',
    component: () => import('@/login/ActivatePage.vue'),
    meta: { for: 'anyone' },
  },
  { path: '/reset', component: () => import('@/login/ResetPage.vue'), meta: { for: 'anyone' } },
  {
    path: '/password',
    component: () => import('@/account/PasswordPage.vue'),
    meta: { for: 'known' },
  },
  {
    path: '/account',
    component: () => import('@/account/AccountPage.vue'),
    meta: { for: 'known' },
  },
  // Student
  {
    path: '/catalogue',
    component: () => import('@/catalogue/CataloguePage.vue'),
    meta: { for: 'student', nav: 'catalogue.nav' },
    children: [{ path: ':id(\\d+)', component: () => import('@/catalogue/SectionPage.vue') }],
  },
  {
    path: '/timetable',
    component: () => import('@/timetable/TimetablePage.vue'),
    meta: { for: 'student', nav: 'timetable.nav' },
  },
  {
    path: '/plan',
    component: () => import('@/plan/PlanPage.vue'),
    meta: { for: 'student', nav: 'plan.nav' },
  },
  {
    path: '/line',
    component: () => import('@/line/LinePage.vue'),
    meta: { for: 'student', nav: 'line.nav' },
  },
  {
    path: '/record',
    component: () => import('@/record/RecordPage.vue'),
    meta: { for: 'student' },
  },
  // Teacher
  {
    path: '/teaching',
    component: staff(() => import('@/teaching/TeachingPage.vue')),
    meta: { for: 'teacher', nav: 'shell.pages.teaching' },
  },
  {
    path: '/teaching/new',
    component: staff(() => import('@/sections/SectionEdit.vue')),
    meta: { for: 'teacher' },
  },
  {
    path: '/teaching/:id(\\d+)',
    component: staff(() => import('@/sections/SectionDetail.vue')),
    meta: { for: 'teacher' },
  },
  {
    path: '/teaching/:id(\\d+)/edit',
    component: staff(() => import('@/sections/SectionEdit.vue')),
    meta: { for: 'teacher' },
  },
  // Administrator
  {
    path: '/admin/users',
    component: staff(() => import('@/users/UsersPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.users' },
  },
  {
    path: '/admin/users/import',
    component: staff(() => import('@/users/ImportPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/holds',
    component: staff(() => import('@/holds/HoldsPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/history',
    component: staff(() => import('@/history/HistoryPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/codes',
    component: staff(() => import('@/codes/CodesPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.codes' },
  },
  {
    path: '/admin/terms',
    component: staff(() => import('@/terms/TermsPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.terms' },
  },
  {
    path: '/admin/terms/import',
    component: staff(() => import('@/terms/ImportCatalogue.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/rounds',
    component: staff(() => import('@/rounds/RoundsPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/below-minimum',
    component: staff(() => import('@/credits/BelowPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/report',
    component: staff(() => import('@/reports/StaffReportPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections',
    component: staff(() => import('@/sections/SectionsPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.sections' },
  },
  {
    path: '/admin/sections/new',
    component: staff(() => import('@/sections/SectionEdit.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections/:id(\\d+)',
    component: staff(() => import('@/sections/SectionDetail.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections/:id(\\d+)/edit',
    component: staff(() => import('@/sections/SectionEdit.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/cockpit',
    component: staff(() => import('@/cockpit/CockpitPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.cockpit' },
  },
  {
    path: '/admin/rehearsal',
    component: staff(() => import('@/rehearsal/RehearsalPage.vue')),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/audit',
    component: staff(() => import('@/audit/AuditPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.audit' },
  },
  {
    path: '/admin/settings',
    component: staff(() => import('@/settings/SettingsPage.vue')),
    meta: { for: 'admin', nav: 'shell.pages.settings' },
  },
  { path: '/:rest(.*)*', component: () => import('./NotFoundPage.vue'), meta: { for: 'anyone' } },
]

/** The pages in the navigation of a role. */
export const navigationOf = (role: Role): RouteRecordRaw[] =>
  routes.filter((route) => route.meta?.nav && route.meta.for === role)

/** Where somebody with this role starts. */
export const homeOf = (role: Role): string => navigationOf(role)[0]?.path ?? '/'

const scrollBehavior: RouterScrollBehavior = async (to, from, saved) => {
  await turnsTaken()
  if (saved) return saved
  return from !== START_LOCATION && to.matched[0] !== from.matched[0] && { top: 0 }
}

export function makeRouter(): Router {
  const router = createRouter({ history: createWebHistory(), routes, scrollBehavior })
  const { person, expired } = useSession()

  router.beforeEach((to, from) => {
    if (from !== START_LOCATION) endTurns()
    if (person.value === null && to.meta.for !== 'anyone') {
      return { path: '/login', query: { next: to.fullPath } }
    }
    return true
  })

  // Where a session ends, here, in another tab or by itself, its pages go, also one still on its way.
  function leave({ meta, fullPath }: RouteLocationNormalized): void {
    if (person.value !== null || !meta.for || meta.for === 'anyone') return
    void router.replace({ path: '/login', query: expired.value ? { next: fullPath } : {} })
  }

  watch(person, () => leave(router.currentRoute.value))
  router.afterEach(leave)
  return router
}
