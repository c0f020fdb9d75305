import { watch } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router'
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
  // Teacher
  {
    path: '/teaching',
    component: () => import('@/teaching/TeachingPage.vue'),
    meta: { for: 'teacher', nav: 'teaching.nav' },
  },
  {
    path: '/teaching/new',
    component: () => import('@/sections/SectionEdit.vue'),
    meta: { for: 'teacher' },
  },
  {
    path: '/teaching/:id(\\d+)',
    component: () => import('@/sections/SectionDetail.vue'),
    meta: { for: 'teacher' },
  },
  {
    path: '/teaching/:id(\\d+)/edit',
    component: () => import('@/sections/SectionEdit.vue'),
    meta: { for: 'teacher' },
  },
  // Administrator
  {
    path: '/admin/users',
    component: () => import('@/users/UsersPage.vue'),
    meta: { for: 'admin', nav: 'users.nav' },
  },
  {
    path: '/admin/users/import',
    component: () => import('@/users/ImportPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/holds',
    component: () => import('@/holds/HoldsPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/history',
    component: () => import('@/history/HistoryPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/codes',
    component: () => import('@/codes/CodesPage.vue'),
    meta: { for: 'admin', nav: 'codes.nav' },
  },
  {
    path: '/admin/terms',
    component: () => import('@/terms/TermsPage.vue'),
    meta: { for: 'admin', nav: 'terms.nav' },
  },
  {
    path: '/admin/terms/import',
    component: () => import('@/terms/ImportCatalogue.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/rounds',
    component: () => import('@/rounds/RoundsPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/below-minimum',
    component: () => import('@/credits/BelowPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/terms/:code/report',
    component: () => import('@/reports/StaffReportPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections',
    component: () => import('@/sections/SectionsPage.vue'),
    meta: { for: 'admin', nav: 'sections.nav' },
  },
  {
    path: '/admin/sections/new',
    component: () => import('@/sections/SectionEdit.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections/:id(\\d+)',
    component: () => import('@/sections/SectionDetail.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/sections/:id(\\d+)/edit',
    component: () => import('@/sections/SectionEdit.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/cockpit',
    component: () => import('@/cockpit/CockpitPage.vue'),
    meta: { for: 'admin', nav: 'cockpit.nav' },
  },
  {
    path: '/admin/rehearsal',
    component: () => import('@/rehearsal/RehearsalPage.vue'),
    meta: { for: 'admin' },
  },
  {
    path: '/admin/audit',
    component: () => import('@/audit/AuditPage.vue'),
    meta: { for: 'admin', nav: 'audit.nav' },
  },
  {
    path: '/admin/settings',
    component: () => import('@/settings/SettingsPage.vue'),
    meta: { for: 'admin', nav: 'settings.nav' },
  },
  { path: '/:rest(.*)*', component: () => import('./NotFoundPage.vue'), meta: { for: 'anyone' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) =>
    saved ?? (to.matched[0] === from.matched[0] ? {} : { top: 0 }),
})

/** The pages in the navigation of a role. */
export const navigationOf = (role: Role): RouteRecordRaw[] =>
  routes.filter((route) => route.meta?.nav && route.meta.for === role)

/** Where somebody with this role starts. */
export const homeOf = (role: Role): string => navigationOf(role)[0]?.path ?? '/'

const { person, expired } = useSession()

router.beforeEach((to) => {
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
