-- Each node has a database of its own; the first, `data`, is made by the image.
CREATE DATABASE auth;
CREATE DATABASE queue;
