// Makes one replica set of the three members; does nothing when it is one already.
const password = require('fs').readFileSync('/run/secrets/mongodb-password', 'utf8').trim();
db.getSiblingDB('admin').auth('root', password);
try {
  rs.status();
} catch (refused) {
  if (refused.codeName !== 'NotYetInitialized') {
    throw refused;
  }
  rs.initiate({
    _id: 'catalog',
    members: ['catalog-1', 'catalog-2', 'catalog-3'].map((name, index) => ({ _id: index, host: `${name}:27017` })),
  });
}
