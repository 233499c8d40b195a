--
-- PostgreSQL database dump
--

COPY public.t (a) FROM stdin;
1
\.

--
-- PostgreSQL database dump complete
--

