/** The kinds of security schemes: what a client's API names. */

export { apiKey, basic, bearer, httpAuth, mutualTls, type Secret } from "./auth.js";
export { oauth2 } from "./oauth.js";
