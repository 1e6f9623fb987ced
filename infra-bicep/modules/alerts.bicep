metadata description = 'Who is told, of what, and what the month may cost. One log alert: it costs more than all other alerts together.'

import { tagSet } from 'types.bicep'

@description('What its resources are called.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags tagSet

@description('Who is told.')
param mail string

@description('The namespace.')
param serviceBusName string

@description('Application Insights.')
param insightsName string

@description('The month\'s budget.')
param monthlyBudget int

@description('The first day of its first month.')
param budgetStart string

resource serviceBus 'Microsoft.ServiceBus/namespaces@2026-01-01' existing = {
  name: serviceBusName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'hub'
    emailReceivers: [{ name: 'operator', emailAddress: mail, useCommonAlertSchema: true }]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages lie in dead-letter queues: hub dead-letters list.'
    enabled: true
    severity: 2
    scopes: [serviceBus.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead letters'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

// A function that fails, and a tick that has not run for half an hour: both at once, since each log alert is paid for.
resource troubles 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${name}-silent-or-failing'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: the tick is silent, or functions fail'
    description: 'No tick has run for 30 minutes, or a function has failed. Look into the function app\'s failures; nothing that was accepted is lost.'
    enabled: true
    severity: 1
    scopes: [insights.id]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT30M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'union (requests | where name == "Tick" | summarize runs = count() | where runs == 0 | project trouble = "no tick"), (requests | where success == false | project trouble = name)'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      half: { enabled: true, operator: 'GreaterThan', threshold: 50, thresholdType: 'Actual', contactEmails: [mail] }
      all: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Actual', contactEmails: [mail] }
      foreseen: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [mail]
      }
    }
  }
}
