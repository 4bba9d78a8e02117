/** `apply-shared`: the styles of app.scss reach into the component. */
export default { component: true, styleIsolation: 'apply-shared' }
