drop table bid_progress;
drop table bids;
drop table lots;
