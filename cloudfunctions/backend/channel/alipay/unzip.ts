/**
 * Apart, so that it is loaded where a bill is read and nowhere else: the library prepares tables when it is. The build for browsers asks for
 * nothing of Node.js, which the platform has in an old version.
 */
export { unzipSync } from 'fflate/browser';
