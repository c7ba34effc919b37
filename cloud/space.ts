/** The space that this cloud serves, as the app knows it. */
export interface Space {
  spaceId: string;
  clientSecret: string;
  appId: string;
}
