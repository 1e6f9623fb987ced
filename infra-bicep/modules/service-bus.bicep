metadata description = 'The queues: two in, one out for each agency that reads one.'

import { principals, tagSet } from 'types.bicep'

@description('What its resources are called.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags tagSet

@description('Basic or Standard.')
param sku string

@description('The agencies that read a queue of their own.')
param agencies string[]

@description('Those that are suspended: nobody can read their queues.')
param suspendedAgencies string[]

@description('sas: by keys; entra: by identities.')
param agencyAuth string

@description('With entra: each agency\'s identity.')
param agencyPrincipals principals

@description('The hub\'s identity.')
param identityName string

@description('The queues that agencies send to.')
var inbound = ['client-changes', 'partner-activity']

@description('Whether keys open queues.')
var bySas = agencyAuth == 'sas'

@description('With entra: who may send.')
var senders = bySas ? [] : filter(agencies, agency => contains(agencyPrincipals, agency))

@description('Azure Service Bus Data Receiver.')
var receiverRole = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

@description('Azure Service Bus Data Sender.')
var senderRole = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'

@description('All said, none left to what is usual: what isn\'t said is set by the first deployment and refused by the second (time to live), or differs between tiers.')
var queueProperties = {
  defaultMessageTimeToLive: 'P14D'
  deadLetteringOnMessageExpiration: true
  lockDuration: 'PT1M'
  maxDeliveryCount: 10
  maxSizeInMegabytes: 1024
  requiresDuplicateDetection: false
  requiresSession: false
  enablePartitioning: false
}

resource hubIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, tier: sku }
  properties: {
    disableLocalAuth: !bySas
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource inboundQueues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for queue in inbound: {
    parent: namespace
    name: queue
    properties: union(queueProperties, { status: 'Active' })
  }
]

resource agencyQueues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for agency in concat(agencies, suspendedAgencies): {
    parent: namespace
    name: 'agency-${agency}'
    properties: union(queueProperties, { status: contains(suspendedAgencies, agency) ? 'ReceiveDisabled' : 'Active' })
  }
]

// By keys: one rule to send, shared, since a queue takes twelve; who sent is proven by the message's own signature.

resource sendRules 'Microsoft.ServiceBus/namespaces/queues/authorizationRules@2026-01-01' = [
  for (queue, i) in inbound: if (bySas) {
    parent: inboundQueues[i]
    name: 'agencies-send'
    properties: { rights: ['Send'] }
  }
]

resource listenRules 'Microsoft.ServiceBus/namespaces/queues/authorizationRules@2026-01-01' = [
  for (agency, i) in agencies: if (bySas) {
    parent: agencyQueues[i]
    name: agency
    properties: { rights: ['Listen'] }
  }
]

// By identities: the same two rights as roles.

resource agencySends 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(inbound) * length(senders)): {
    name: guid(namespace.id, inbound[i % length(inbound)], agencyPrincipals[senders[i / length(inbound)]], senderRole)
    scope: inboundQueues[i % length(inbound)]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', senderRole)
      principalId: agencyPrincipals[senders[i / length(inbound)]]
    }
  }
]

resource agencyListens 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (agency, i) in agencies: if (!bySas && contains(agencyPrincipals, agency)) {
    name: guid(namespace.id, agency, receiverRole)
    scope: agencyQueues[i]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', receiverRole)
      principalId: agencyPrincipals[agency]
    }
  }
]

// The hub reads the two queues and every dead-letter queue, looks into the agencies' queues, and sends to all. It manages none: Bicep does.

resource hubRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [receiverRole, senderRole]: {
    name: guid(namespace.id, hubIdentity.id, role)
    scope: namespace
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: hubIdentity.properties.principalId
      principalType: 'ServicePrincipal'
    }
  }
]
