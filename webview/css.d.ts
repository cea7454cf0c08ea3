/** Style sheets are imported for their effect: the bundler collects them into the view's one CSS file. */
declare module "*.css";
