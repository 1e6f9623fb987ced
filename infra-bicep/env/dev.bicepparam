using '../main.bicep'

// For trying it out: fictional data only. Mail goes to a catch-all server of your own.

param environmentName = 'dev'
param community = 'lethbridge'
param mail = 'smtp://hub@mail.your-town.example:587'
param mailFrom = 'Housing First hub (trial) <hub-dev@your-town.example>'
param alertMail = 'hub-operator@your-town.example'
param monthlyBudget = 5
param budgetStart = '2026-12-01'
param lockData = false
param agencies = [
  'prairie-hospital'
  'river-icm'
]
param suspendedAgencies = []
