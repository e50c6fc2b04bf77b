-- Where desks reach the hub by network: the addresses that invitations name, in order.
CREATE TABLE address (
  place BIGINT NOT NULL PRIMARY KEY,
  url TEXT NOT NULL
);
