--
-- PostgreSQL database cluster dump
--

--
-- Databases
--

--
-- Database "a" dump
--

\connect a

--
-- PostgreSQL database dump
--

COPY public.t (a) FROM stdin;
1
\.

--
-- PostgreSQL database dump complete
--

--
-- PostgreSQL database cluster dump complete
--

