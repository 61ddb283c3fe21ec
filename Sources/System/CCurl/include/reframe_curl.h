/* libcurl, opened when it is first needed. */
