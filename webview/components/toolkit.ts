import { provideVSCodeDesignSystem, vsCodeButton } from "@vscode/webview-ui-toolkit";

/**
 * The toolkit's elements that the components beside this file use. Replacing the toolkit is this file and their templates.
 * Only the button is taken: its progress ring calls itself an alert to screen readers, and a text area in a shadow tree cannot
 * be connected to the list of mentions.
 */
provideVSCodeDesignSystem().register(vsCodeButton());
