metadata description = 'The vault of the hub\'s keys and of the mail provider\'s secret. Its values are put in by a person, never by a template.'

import { tagSet } from 'types.bicep'

@description('What its resources are called.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags tagSet

@description('Whether it can\'t be deleted before its lock is taken off.')
param lock bool

@description('The hub\'s identity.')
param identityName string

@description('The object id of the person or group that looks after it; empty: nobody.')
param administratorPrincipalId string

@description('Key Vault Secrets User.')
var readRole = '4633458b-17de-408a-b874-0445c86b69e6'

@description('Key Vault Secrets Officer.')
var writeRole = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource hubIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }
}

resource hubReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, hubIdentity.id, readRole)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readRole)
    principalId: hubIdentity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource administratorWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(administratorPrincipalId)) {
  name: guid(vault.id, administratorPrincipalId, writeRole)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writeRole)
    principalId: administratorPrincipalId
  }
}

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'keep'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Without its keys no signature and no link of the hub is good any more. Take the lock off first.'
  }
}
