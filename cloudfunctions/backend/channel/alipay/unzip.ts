/** Apart, so that it is loaded where a bill is read and nowhere else: the library prepares tables when it is. */
export { unzipSync } from 'fflate';
